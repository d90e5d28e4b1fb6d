/** Tests of the Kubo client with daemons that behave as a test wants; those with a real one are with the peers. */
@NullMarked
package network.cortensor.sdk.ipfs.kubo;

import org.jspecify.annotations.NullMarked;
