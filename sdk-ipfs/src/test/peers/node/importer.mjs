// Says which CID the npm importer gives to content that a request describes.
//
// Request: {"profile": "unixfs-v1-2025" | "unixfs-v0-2015", "entries": [ENTRY, …]}
// ENTRY:   {"path", "size", "seed"} is a file, {"path", "link"} a symbolic link, {"path"} a folder; each with "mode" and
//          "mtime" ({"secs", "nsecs"}, the latter unless zero) where they are to be kept. All paths are below one name,
//          which is the content; a folder that only stands above others needs no entry, one that has an entry has it
//          before those below it.
// Reply:   {"cid"}
//
// The bytes of a file are the key stream of AES-256 in counter mode: the key is the SHA-256 of the seed (UTF-8), the
// first counter block is zero.

import { createCipheriv, createHash } from 'node:crypto';
import { BlackHoleBlockstore } from 'blockstore-core/black-hole';
import { importer } from 'ipfs-unixfs-importer';
import { serve } from './lines.mjs';

const PIECE_BYTES = 1024 * 1024;

function* keyStream(seed, size) {
  const key = createHash('sha256').update(seed).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const zeros = Buffer.alloc(Math.min(size, PIECE_BYTES));
  for (let left = size; left > 0; left -= PIECE_BYTES) {
    yield cipher.update(left < PIECE_BYTES ? zeros.subarray(0, left) : zeros);
  }
}

const candidate = ({ size, seed, mtime, ...entry }) => ({
  ...entry,
  ...(seed !== undefined && { content: keyStream(seed, size) }),
  ...(mtime !== undefined && { mtime: { ...mtime, secs: BigInt(mtime.secs) } }),
});

await serve(async ({ profile, entries }) => {
  const [name] = entries[0].path.split('/');
  let root;
  for await (const made of importer(entries.map(candidate), new BlackHoleBlockstore(), { profile })) {
    if (made.path === name) {
      root = made.cid;
    }
  }
  return { cid: root.toString() };
});
