// As FileImports does: finds out the CID of a file, again and again, and prints it with the nanoseconds of every time.

import { createReadStream } from 'node:fs';
import { BlackHoleBlockstore } from 'blockstore-core/black-hole';
import { importer } from 'ipfs-unixfs-importer';

const [profile, file, millis] = process.argv.slice(1);
const end = performance.now() + Number(millis);

do {
  const start = process.hrtime.bigint();
  const content = createReadStream(file, { highWaterMark: 1024 * 1024 });
  let root;
  for await (const made of importer([{ content }], new BlackHoleBlockstore(), { profile })) {
    root = made.cid;
  }
  console.log(root.toString(), String(process.hrtime.bigint() - start));
} while (performance.now() < end);
