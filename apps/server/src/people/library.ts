import { type Problem, invalidRequest, problemOf } from '@inkwell/contract';
import { type From, type Outcome, done, tooMany } from './outcome.ts';
import { type Auth, INSIDE, type Making, createAuth, making } from './auth.ts';

/**
 * The one place that calls better-auth: by its own handler within this process, so that its rate limits and checks hold.
 * Its answers become ours.
 */

export interface Asked {
  body: Record<string, unknown>;
  /** The secret of the session that the call has begun. */
  secret: string | null;
}

/** What better-auth refuses with, in our words. What is missing here is a fault of ours. */
const REFUSALS: Record<string, () => Problem> = {
  INVALID_EMAIL_OR_PASSWORD: () =>
    problemOf('unauthorized', 'This mail address and password do not belong together.'),
  USER_ALREADY_EXISTS: () => problemOf('mail_taken'),
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: () => problemOf('mail_taken'),
  INVALID_TOKEN: () => problemOf('link_not_found'),
  INVALID_PASSWORD: () => problemOf('not_allowed', 'The current password is not right.'),
  PASSWORD_TOO_SHORT: () => invalidRequest([{ field: 'body.password', message: 'is too short' }]),
  PASSWORD_TOO_LONG: () => invalidRequest([{ field: 'body.password', message: 'is too long' }]),
  INVALID_EMAIL: () => invalidRequest([{ field: 'body.mail', message: 'is no mail address' }]),
  BANNED_USER: () => problemOf('not_allowed', 'This person may not sign in any more.'),
  UNAUTHORIZED: () => problemOf('unauthorized', 'The session is over.'),
  INVITATION_NOT_FOUND: () => problemOf('link_not_found'),
  YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION: () =>
    problemOf('not_allowed', 'This invitation is for another mail address.'),
  USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION: () =>
    problemOf('invalid_state', 'This person belongs to the workspace already.'),
  INVITATION_LIMIT_REACHED: () => problemOf('invalid_state', 'Too many invitations wait already.'),
  ORGANIZATION_MEMBERSHIP_LIMIT_REACHED: () => problemOf('invalid_state', 'The workspace is full.'),
  YOU_HAVE_REACHED_THE_MAXIMUM_NUMBER_OF_ORGANIZATIONS: () =>
    problemOf('invalid_state', 'You belong to as many workspaces as one person can.'),
};

export class Library {
  readonly #auth: Auth;

  constructor(options: Parameters<typeof createAuth>[0]) {
    this.#auth = createAuth(options);
  }

  /** Posts to one of better-auth's paths. `workspace` is the id of an organization that the call makes. */
  async post(path: string, body: object, from: From, workspace?: string): Promise<Outcome<Asked>> {
    const made: Making = { secret: null, failure: null, workspace };
    return this.#answerOf(path, await this.#send(path, body, from, made), made);
  }

  /** A token for a new password of the person with this address, for staff to hand on. */
  async resetToken(email: string, from: From): Promise<string> {
    const made: Making = { secret: null, failure: null, workspace: undefined, reset_token: null };
    const path = '/request-password-reset';
    await this.#answerOf(path, await this.#send(path, { email }, from, made), made);
    if (made.reset_token === null || made.reset_token === undefined) throw new Error('No token was made.');
    return made.reset_token;
  }

  /** The first password of a person who came by a link. */
  async setPassword(password: string, from: From): Promise<Outcome<Asked>> {
    const made: Making = { secret: null, failure: null, workspace: undefined };
    const call = { body: { newPassword: password }, headers: headersOf(from), asResponse: true } as const;
    const response = await making.run(made, () => this.#auth.api.setPassword(call));
    return this.#answerOf('/set-password', response, made);
  }

  #send(path: string, body: object, from: From, made: Making): Promise<Response> {
    const init = { method: 'POST', headers: headersOf(from), body: JSON.stringify(body) };
    return making.run(made, () => this.#auth.handler(new Request(INSIDE + path, init)));
  }

  async #answerOf(path: string, response: Response, made: Making): Promise<Outcome<Asked>> {
    const answer = ((await response.json().catch(() => null)) ?? {}) as { code?: string; message?: string };
    if (response.ok) return done({ body: answer, secret: made.secret });
    if (response.status === 429) return tooMany(Number(response.headers.get('x-retry-after') ?? 1));
    const refusal = REFUSALS[answer.code ?? ''];
    if (refusal !== undefined) return { ok: false, problem: refusal() };
    // The library answers 500 where the database is out of reach; whoever called gets to know why.
    if (made.failure !== null) throw made.failure;
    throw new Error(
      `better-auth answered ${path} with ${response.status} ${answer.code ?? answer.message ?? ''}`,
    );
  }
}

function headersOf(from: From): Headers {
  const headers = new Headers({ 'content-type': 'application/json', 'x-forwarded-for': from.address });
  if (from.agent !== null) headers.set('user-agent', from.agent);
  if (from.token !== undefined) headers.set('authorization', `Bearer ${from.token}`);
  return headers;
}
