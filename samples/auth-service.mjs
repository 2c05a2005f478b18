// What an auth service asks of Usher: a seat at login, more time for it while the login lasts, its end at logout.
// Node 18 or newer, nothing else. To try it, with USHER and TOKEN as `usher dev` prints them:
//   node samples/auth-service.mjs login 4711 alice
//   node samples/auth-service.mjs refresh <id>         (the id that login answered)
//   node samples/auth-service.mjs logout <id>
import { pathToFileURL } from 'node:url';

const SEAT_SECONDS = 3600;
// How long a login may be held up by a service that is away.
const PATIENCE_MILLIS = 15_000;
const PAUSE_MILLIS = 500;

const usher = process.env.USHER;
// Asked for each request, because tokens expire.
const token = () => process.env.TOKEN;

// tag::login[]
// Opens the seat of a login. With the login as idempotency key, whoever asks again gets the same seat. Keep `id` with the
// login: refresh and logout need it. The browser needs the rest.
export async function login(loginId, user) {
  const answer = await send('POST', '/seats', { user, expiresInSeconds: SEAT_SECONDS }, { 'Idempotency-Key': loginId });
  switch (answer.status) {
    case 200:
    case 201: {
      const { id, client, clientUsername, noticeTopic, expiresAt } = answer.body;
      return { id, client, clientUsername, noticeTopic, expiresAt };
    }
    case 404: // The user is unknown to Usher: logged in, but without data.
    case 409: // The user has no client username on the broker.
    case 422: // A mistake in the request or the configuration; the detail says which, and the way out.
    default:
      throw new Refused(answer);
  }
}
// end::login[]

// tag::refresh[]
// Lets the seat live for another hour. False if it is over: the user has to log in again.
export async function refresh(id) {
  const answer = await send('PUT', `/seats/${encodeURIComponent(id)}/expiry`, { expiresInSeconds: SEAT_SECONDS });
  if (answer.status === 200) return true;
  if (answer.status === 404 || answer.status === 409) return false;
  throw new Refused(answer);
}
// end::refresh[]

// tag::logout[]
// Closes the seat. True if it is proven that nothing is delivered any more; false: Usher is still at it.
export async function logout(id) {
  const answer = await send('DELETE', `/seats/${encodeURIComponent(id)}?reason=logout`);
  if (answer.status === 200) return true;
  if (answer.status === 202) return false;
  if (answer.status === 404) return true; // It was never opened.
  throw new Refused(answer);
}
// end::logout[]

// tag::send[]
// Every call here can be repeated, so what was not answered, or with 5xx, is asked again until patience ends.
async function send(method, path, body, headers = {}) {
  const end = Date.now() + PATIENCE_MILLIS;
  for (;;) {
    let pause = PAUSE_MILLIS;
    let problem;
    try {
      const response = await fetch(usher + path, {
        method,
        headers: {
          Authorization: `Bearer ${token()}`,
          ...(body && { 'Content-Type': 'application/json' }),
          Prefer: 'wait=5',
          ...headers,
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      const text = await response.text();
      if (response.status < 500) return { status: response.status, body: JSON.parse(text) };
      problem = text;
      pause = 1000 * Number(response.headers.get('Retry-After') ?? pause / 1000);
    } catch (error) {
      problem = String(error.cause ?? error);
    }
    if (Date.now() + pause > end) throw new Unavailable(problem);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
// end::send[]

// Usher said no; asking again does not help. The problem is as in RFC 9457.
export class Refused extends Error {
  constructor({ status, body }) {
    super(`refused (${status}): ${body.type} ${body.detail}`);
    this.problem = body;
  }
}

// Usher did not answer in time; what was asked for may have been done. Ask again later.
export class Unavailable extends Error {
  constructor(problem) {
    super(`unavailable: ${problem}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const commands = {
    login: async (loginId, user) => JSON.stringify(await login(loginId, user)),
    refresh: async (id) => ((await refresh(id)) ? 'refreshed' : 'over'),
    logout: async (id) => ((await logout(id)) ? 'enforced' : 'pending'),
  };
  const [command, ...args] = process.argv.slice(2);
  try {
    console.log(await commands[command](...args));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
