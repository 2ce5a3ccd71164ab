// What a text was refused for: one word of the closed list that `vaxdesk/certificates` has too.

export class Refused extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export const refuse = (reason) => {
  throw new Refused(reason);
};
