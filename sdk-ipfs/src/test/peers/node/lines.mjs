// Answers requests, one JSON value a line each way, in the order in which they come.

import { createInterface } from 'node:readline';

/** A request that fails is answered with `{"failure": …}`; the reason is for people. */
export async function serve(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    const reply = await Promise.resolve(JSON.parse(line))
      .then(answer)
      .catch((error) => ({ failure: `${error.name}: ${error.message}` }));
    process.stdout.write(JSON.stringify(reply) + '\n');
  }
}
