/**
 * The errors that all of the SDK's client, node and verification code throws.
 *
 * <p>Start in {@code network.cortensor.sdk.client}: {@code Network}, {@code CortensorClient}. This package only holds
 * {@link network.cortensor.sdk.CortensorException} and its kinds, because the other packages share them and none of
 * them is the home of the others.
 */
@NullMarked
package network.cortensor.sdk;

import org.jspecify.annotations.NullMarked;
