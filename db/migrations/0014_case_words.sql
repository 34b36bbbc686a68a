-- Questions to a worker beside consent and remedy, and which case sealed words belong to: a wall between a member and
-- a case needs it in the row (policies read columns and settings only).
alter table ask drop constraint ask_kind_check;
-- go_ahead: may the business be told although it could guess who spoke? payment: did the money come? filing: is what
-- somebody wrote down for the worker the worker's own word? satisfaction: how well was this worker served?
alter table ask add constraint ask_kind_check check (kind in ('consent','remedy','go_ahead','payment','filing','satisfaction'));
alter table ask drop constraint ask_coded_check;
alter table ask add constraint ask_coded_check check (coded in ('given','refused','fully','partly','not','no_answer','answered'));
alter table envelope add column case_id uuid;
update envelope e set case_id = s.case_id from statement s where s.docket_id = e.docket_id and s.statement_id = e.statement_id and s.case_id is not null;
