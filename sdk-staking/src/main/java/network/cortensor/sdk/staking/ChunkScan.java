package network.cortensor.sdk.staking;

import org.h2.mvstore.DataUtils;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the newest version that a store's file ever held whole.
 *
 * <p>A store that finds its newest chunk damaged opens an older one and says nothing: finished writes would be gone
 * without a trace. The traces are looked for here: the two file headers, in the first two blocks, and the footer of each
 * chunk, at the end of its last block, name a version and carry a Fletcher-32. An unfinished chunk has no footer.
 */
final class ChunkScan {
    private static final int BLOCK = 4096;
    private static final int FOOTER = 128;
    private static final int HEADER_BLOCKS = 2;
    private static final Pattern LINE =
            Pattern.compile("((?:H|chunk):[^\n\\x00]*,version:([0-9a-f]{1,15})),fletcher:([0-9a-f]{1,8})\\s*");

    private ChunkScan() {}

    /** The newest version in the file; 0 if there is none. */
    static long newestVersion(Path file) throws IOException {
        long newest = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = in.readNBytes(BLOCK);
            for (long number = 0; block.length > 0; number++) {
                newest = Math.max(newest, version(block, number < HEADER_BLOCKS).orElse(0));
                block = in.readNBytes(BLOCK);
            }
        }
        return newest;
    }

    private static OptionalLong version(byte[] block, boolean header) {
        int start = header ? 0 : Math.max(0, block.length - FOOTER);
        if (block[start] != (header ? 'H' : 'c')) {
            return OptionalLong.empty();
        }
        String text = new String(block, start, block.length - start, StandardCharsets.ISO_8859_1);
        Matcher line = LINE.matcher(text);
        if (!line.lookingAt()) {
            return OptionalLong.empty();
        }
        int checksum = DataUtils.getFletcher32(block, start, line.end(1));
        return checksum == Integer.parseUnsignedInt(line.group(3), 16)
                ? OptionalLong.of(Long.parseLong(line.group(2), 16))
                : OptionalLong.empty();
    }
}
