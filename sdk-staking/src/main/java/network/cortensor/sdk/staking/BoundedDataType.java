package network.cortensor.sdk.staking;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

import java.nio.ByteBuffer;

/**
 * A store's type for texts or bytes that does not believe a length: a damaged one would be allocated before anything else
 * is looked at.
 */
final class BoundedDataType<T> extends BasicDataType<T> {
    /** Far above what fits on a page. */
    private static final int MOST_ENTRIES_ON_A_PAGE = 1 << 16;

    private final BasicDataType<T> type;

    BoundedDataType(BasicDataType<T> type) {
        this.type = type;
    }

    @Override
    public int getMemory(T value) {
        return type.getMemory(value);
    }

    @Override
    public int compare(T one, T other) {
        return type.compare(one, other);
    }

    @Override
    public void write(WriteBuffer out, T value) {
        type.write(out, value);
    }

    @Override
    public T read(ByteBuffer in) {
        int length = DataUtils.readVarInt(in.duplicate());
        if (length < 0 || length > in.remaining()) {
            throw damaged("a length of at most " + in.remaining(), length);
        }
        return type.read(in);
    }

    @Override
    public T[] createStorage(int size) {
        if (size < 0 || size > MOST_ENTRIES_ON_A_PAGE) {
            throw damaged("at most " + MOST_ENTRIES_ON_A_PAGE + " entries on a page", size);
        }
        return type.createStorage(size);
    }

    private static RuntimeException damaged(String expected, int found) {
        return DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "expected {0}, found {1}", expected, found);
    }
}
