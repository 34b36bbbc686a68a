/** What browsers of 2021 to 2023 lack and the ledger's code asks for. */
String.prototype.isWellFormed ??= function (this: string): boolean {
  return !/\p{Surrogate}/u.test(this);
};
