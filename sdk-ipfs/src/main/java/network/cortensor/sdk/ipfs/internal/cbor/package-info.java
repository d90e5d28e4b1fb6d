/**
 * The part of CBOR that dag-cbor allows (IPLD DAG-CBOR specification), read strictly and written in its one form: CAR headers,
 * IPNS records, and the links of dag-cbor blocks are made of it.
 *
 * <p>Start at {@link network.cortensor.sdk.ipfs.internal.cbor.DagCbor}.
 */
@NullMarked
package network.cortensor.sdk.ipfs.internal.cbor;

import org.jspecify.annotations.NullMarked;
