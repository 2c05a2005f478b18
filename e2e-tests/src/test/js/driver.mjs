// Drives one client over stdin and stdout: one JSON object a line, each command answered by its id.
import { createInterface } from 'node:readline';

export const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

// Until stdin ends. A command is answered when it is done; the next one is read meanwhile.
export async function drive(commands) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, command, ...args } = JSON.parse(line);
    Promise.resolve()
      .then(() => commands[command](args))
      .then((result) => say({ id, ...result }))
      .catch((error) => say({ id, error: error.message }));
  }
  process.exit(0);
}
