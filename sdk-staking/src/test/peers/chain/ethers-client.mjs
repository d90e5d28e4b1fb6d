// Drives SessionV2 and SessionQueueV2 with ethers, as the network's Web3 clients do: nothing here knows this SDK.
//
// usage: node ethers-client.mjs NODE_MODULES URL SESSION_ABI QUEUE_ABI SESSION QUEUE OWNER_KEY MINER_KEY

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, url, sessionAbi, queueAbi, sessionAddress, queueAddress, ownerKey, minerKey] = process.argv.slice(2);
const { ethers } = createRequire(join(modules, "x.js"))("ethers");
const abi = (path) => JSON.parse(readFileSync(path, "utf8"));

const provider = new ethers.JsonRpcProvider(url, undefined, { polling: true, pollingInterval: 50, cacheTimeout: -1 });
const owner = new ethers.Wallet(ownerKey, provider);
const miner = new ethers.Wallet(minerKey, provider);
const sessions = new ethers.Contract(sessionAddress, abi(sessionAbi), owner);
const queue = new ethers.Contract(queueAddress, abi(queueAbi), miner);
const done = async (sent) => (await sent).wait();
const named = (contract, receipt, name) =>
  receipt.logs.map((log) => contract.interface.parseLog(log)).find((event) => event?.name === name).args;

const events = [];
let resolveEnded;
const ended = new Promise((resolve) => (resolveEnded = resolve));
for (const name of ["TaskQueued", "TaskAssigned", "TaskAcked", "TaskPrecommitted", "TaskAllPrecommitted",
  "TaskPrecommitEnded", "TaskCommitted", "TaskAllCommitted", "TaskCommitEnded", "TaskEnded"]) {
  await queue.on(name, (...args) => {
    const { log } = args[args.length - 1];
    events.push({ name, block: log.blockNumber, index: log.index });
    if (name === "TaskEnded") resolveEnded();
  });
}

const created = named(sessions, await done(sessions.create(
  "ethers", "made by ethers", owner.address, 1, 3, 1, 0, 0, false, 0, 0, 300, 5)), "SessionCreated");
const sessionId = created.sessionId;
const session = await sessions.getSession(sessionId);
const submitted = named(sessions, await done(sessions.submit(
  sessionId, 0, "a prompt", 1, "", [4096, 70, 100, 40, 100, 0, 0], [90, 0, 0, 0, 0, 0], "ethers-1")), "TaskSubmitted");
const taskId = submitted.taskId;

await done(queue.ack(sessionId, taskId));
await done(queue.precommit(sessionId, taskId, await queue.getHash("an answer"), ""));
await done(queue.commit(sessionId, taskId, "an answer"));
await ended;

const [miners, texts] = await sessions.getTaskResults(sessionId, taskId);
const [, hashed] = await queue.getTaskResultHashes(sessionId, taskId);
const task = await queue.getTask(sessionId, taskId);
const page = await sessions.getSessionsByAddressByPage(owner.address, 0, 999);
let refusal = "none";
try {
  await sessions.deactivateSession.staticCall(sessionId + 1000n);
} catch (error) {
  refusal = error.code;
}
events.sort((a, b) => a.block - b.block || a.index - b.index);
console.log(JSON.stringify({
  sessionId: Number(sessionId), taskId: Number(taskId), owner: session.owner, name: session.name,
  state: Number(session.state), sessions: page.length, miners: [...miners], texts: [...texts], hashes: [...hashed],
  status: Number(task.status), ended: task.ended, data: task.data, refusal, events: events.map((event) => event.name),
}));
provider.destroy();
