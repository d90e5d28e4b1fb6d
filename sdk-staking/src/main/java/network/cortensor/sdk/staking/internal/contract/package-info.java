/**
 * What is behind the contract wrappers: which interface the code at an address has, calls and what they return, errors and
 * what they mean, reads from proved storage. Not part of the API: may change in any release.
 */
@NullMarked
package network.cortensor.sdk.staking.internal.contract;

import org.jspecify.annotations.NullMarked;
