package network.cortensor.sdk.crypto.sharing;

/**
 * A share that was offered for combining and not used.
 *
 * @param position its place in the list that was given, from 0; who handed it in is known to the caller
 * @param index the index that it claims; for a forged share that says nothing about the holder of the true one
 * @param reason why it was refused
 */
public record RefusedShare(int position, int index, Reason reason) {

    /** Why a share is not used. */
    public enum Reason {
        /** It has another sharing id: of another sharing, or with an altered threshold, count, digest or sealed secret. */
        OTHER_SHARING,
        /** It is not what the dealer gave out under this index: its value or its index was altered. */
        ALTERED,
        /** The same share is already in the list; it counts once. */
        DUPLICATE
    }
}
