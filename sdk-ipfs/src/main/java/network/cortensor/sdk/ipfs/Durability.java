package network.cortensor.sdk.ipfs;

/**
 * What a file block store has made sure of when {@link BlockStore#put} returns, should the power fail.
 *
 * <p>A pin is forced to the disk as a block is. When the power failing has taken blocks and left the pin above them, a garbage
 * collection says which one is missing and deletes nothing.
 */
public enum Durability {
    /**
     * Nothing is forced to the disk. After a power failure a block may be missing, empty or cut; a read then finds the
     * mismatch. A killed process loses nothing. For caches.
     */
    NONE,

    /**
     * The block's bytes are forced to the disk before the block gets its name. After a power failure a block is there
     * whole or not at all. The default.
     */
    BLOCK,

    /**
     * As {@link #BLOCK}, and the folder entries are forced too: what was put is there after a power failure. About twice the
     * waiting; needs a system that can open folders (POSIX).
     */
    BLOCK_AND_NAME
}
