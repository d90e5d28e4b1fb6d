package network.cortensor.sdk.internal.wire;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;

/**
 * The string that a task carries on the ledger: {@code cortensor:prompt:1:<content id of the sealed payload>}.
 *
 * <p>The network puts "an off-chain URN" there [DOC2]; its syntax is not published, so this one is ours.
 */
public final class TaskData {

    private static final String PREFIX = "cortensor:prompt:1:";

    private TaskData() {}

    public static String of(Cid payload) {
        return PREFIX + payload;
    }

    /**
     * Reads the string back.
     *
     * @throws MalformedMessageException when the string is none of ours
     */
    public static Cid parse(String taskData) {
        if (!taskData.startsWith(PREFIX)) {
            throw new MalformedMessageException("task data that does not start with '" + PREFIX + "'");
        }
        try {
            return Cid.parse(taskData.substring(PREFIX.length()));
        } catch (IpfsException e) {
            throw new MalformedMessageException("task data whose content id does not parse");
        }
    }
}
