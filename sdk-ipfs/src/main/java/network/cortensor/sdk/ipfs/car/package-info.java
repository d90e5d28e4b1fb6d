/**
 * CAR files (content addressable archives): many blocks in one stream, with the names of the roots in front.
 *
 * <p>{@link network.cortensor.sdk.ipfs.car.CarReader} gives blocks one at a time, each checked before it is released; {@link
 * network.cortensor.sdk.ipfs.car.CarWriter} writes them; {@link network.cortensor.sdk.ipfs.car.CarReport} says whether what
 * the roots name is all there.
 */
@NullMarked
package network.cortensor.sdk.ipfs.car;

import org.jspecify.annotations.NullMarked;
