/**
 * Input from people who mean harm: mutations of everything that is read, fuzz targets, and properties that have to hold
 * whatever comes.
 *
 * <p>{@code Specimens} says what is damaged and how it is read, {@code Mutation} how it is damaged, {@code Campaign} what
 * has to hold then; {@code FuzzTest} classes are run by Jazzer.
 */
@NullMarked
package network.cortensor.sdk.crypto.hostile;

import org.jspecify.annotations.NullMarked;
