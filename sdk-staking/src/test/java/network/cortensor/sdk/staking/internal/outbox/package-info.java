/** Tests of what is behind the outbox: on a chain that drops, reorganises and lies. */
@NullMarked
package network.cortensor.sdk.staking.internal.outbox;

import org.jspecify.annotations.NullMarked;
