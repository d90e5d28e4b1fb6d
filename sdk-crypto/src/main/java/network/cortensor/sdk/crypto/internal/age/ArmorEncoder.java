package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.internal.GuardedInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Puts armor around bytes while they are read, block by block. Lines end with a line feed. */
public final class ArmorEncoder extends GuardedInputStream {

    private static final int BLOCK = 256 * Armor.LINE_BYTES;

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(Armor.COLUMNS, new byte[] {'\n'});

    private byte[] text = (Armor.BEGIN + '\n').getBytes(StandardCharsets.US_ASCII);
    private int position;
    private boolean finished;

    private ArmorEncoder(InputStream in) {
        super(in);
    }

    /** Encodes; reads nothing before it is read from. */
    public static InputStream encoding(InputStream bytes) {
        return new ArmorEncoder(bytes);
    }

    @Override
    protected int produce(byte[] target, int offset, int length) throws IOException {
        if (position == text.length) {
            if (finished) {
                return -1;
            }
            nextBlock();
        }
        int count = Math.min(length, text.length - position);
        System.arraycopy(text, position, target, offset, count);
        position += count;
        return count;
    }

    private void nextBlock() throws IOException {
        byte[] bytes = in.readNBytes(BLOCK);
        StringBuilder next = new StringBuilder();
        if (bytes.length > 0) {
            next.append(LINES.encodeToString(bytes)).append('\n');
        }
        if (bytes.length < BLOCK) {
            finished = true;
            next.append(Armor.END).append('\n');
        }
        text = next.toString().getBytes(StandardCharsets.US_ASCII);
        position = 0;
    }

    @Override
    protected void wipe() {
        // What is buffered here is ciphertext.
    }
}
