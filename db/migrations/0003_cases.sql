-- What a case worker does with what was said, and the remedy that both sides confirm.

create sequence case_number;

create table case_file (
  docket_id int not null,
  case_id uuid not null,
  placed_in int not null,
  number bigint not null,
  cso_org text not null,
  state text not null,
  closure text,
  urgency text not null,
  opened_at timestamptz not null,
  first_received timestamptz not null,
  primary key (docket_id, case_id)
);
create index case_of_org on case_file (cso_org, state);

create table case_event (
  docket_id int not null,
  case_id uuid not null,
  seq int not null,
  cso_org text not null,
  from_state text not null,
  to_state text not null,
  actor_role text not null,
  by_member uuid,
  at timestamptz not null,
  reason text,
  consent_ref uuid,
  statement_id uuid not null,
  primary key (docket_id, case_id, seq)
);

create table issue (
  docket_id int not null,
  issue_id uuid not null,
  case_id uuid not null,
  cso_org text not null,
  code text not null,
  scale int not null check (scale between 0 and 4),
  scope int not null check (scope between 1 and 4),
  irremediability int not null check (irremediability between 1 and 4),
  severity int not null check (severity between 0 and 4),
  affected jsonb not null,
  raised_at timestamptz not null,
  due_at timestamptz,
  claimed_at timestamptz,
  asked_at timestamptz,
  asked int not null default 0,
  fully int not null default 0,
  partly int not null default 0,
  not_done int not null default 0,
  outcome text check (outcome in ('claimed','verified','partly','disputed','unreachable')),
  outcome_at timestamptz,
  primary key (docket_id, issue_id)
);
create index issue_of_case on issue (docket_id, case_id);
create index issue_of_org on issue (cso_org, raised_at);

create table note (
  docket_id int not null,
  note_id uuid not null,
  thread_id uuid,
  case_id uuid,
  cso_org text not null,
  by_member uuid not null,
  at timestamptz not null,
  envelope text not null,
  primary key (docket_id, note_id)
);

-- A question to a worker that has a fixed set of answers: a consent, or how a remedy turned out.
create table ask (
  docket_id int not null,
  ask_id uuid not null,
  thread_id uuid not null,
  thread_docket int not null,
  cso_org text not null,
  case_id uuid,
  issue_id uuid,
  kind text not null check (kind in ('consent','remedy')),
  scopes text[] not null default '{}',
  asked_at timestamptz not null,
  closed_at timestamptz,
  answer_statement uuid,
  coded text check (coded in ('given','refused','fully','partly','not','no_answer')),
  quality int check (quality between 1 and 5),
  primary key (docket_id, ask_id)
);
create index ask_thread on ask (thread_id);
create index ask_issue on ask (docket_id, issue_id);

create table consent (
  docket_id int not null,
  consent_id uuid not null,
  thread_id uuid not null,
  cso_org text not null,
  case_id uuid,
  scope text not null,
  state text not null check (state in ('given','refused','withdrawn')),
  answer_statement uuid not null,
  at timestamptz not null,
  primary key (docket_id, consent_id)
);
create index consent_case on consent (docket_id, case_id);

create table disclosure (
  docket_id int not null,
  disclosure_id uuid not null,
  case_id uuid not null,
  issue_id uuid not null,
  cso_org text not null,
  to_org text not null,
  code text not null,
  -- The employer's view begins here: days of delay, so that a message can't be tied to a person seen on a phone.
  visible_from timestamptz not null,
  due_at timestamptz,
  outcome text,
  primary key (docket_id, disclosure_id)
);
create index disclosure_to on disclosure (to_org, visible_from);

create table action (
  docket_id int not null,
  action_id uuid not null,
  disclosure_id uuid not null,
  issue_id uuid not null,
  case_id uuid not null,
  cso_org text not null,
  by_org text not null,
  remedy_type text not null,
  root_cause text,
  due_date date,
  state text not null check (state in ('proposed','in_progress','done_reported')),
  proposed_at timestamptz not null,
  reported_at timestamptz,
  report_statement uuid,
  primary key (docket_id, action_id)
);
create index action_of_disclosure on action (docket_id, disclosure_id);
