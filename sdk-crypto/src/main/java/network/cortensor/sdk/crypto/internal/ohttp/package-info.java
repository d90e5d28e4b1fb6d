/**
 * The parts of Chunked Oblivious HTTP (draft-ietf-ohai-chunked-ohttp) that the live channel is made of, for any suite:
 * header, chunk framing, keys of a response. What is ours is in {@code …crypto.channel}.
 */
@NullMarked
package network.cortensor.sdk.crypto.internal.ohttp;

import org.jspecify.annotations.NullMarked;
