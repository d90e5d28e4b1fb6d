package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import picocli.CommandLine.Parameters;

/** What content is read: the parameter of the commands that take a CID. */
final class PathParameter {

    @Parameters(
            index = "0",
            paramLabel = "CID[/PATH]",
            description =
                    "What to read: a CID, or a path below one such as CID/docs, /ipfs/CID/docs or ipfs://CID/docs.")
    private String text = "";

    /** Returns the path. */
    IpfsPath path() {
        try {
            return IpfsPath.parse(text);
        } catch (MalformedException e) {
            throw new InvalidRequestException(
                    "Expected a CID, or a path such as CID/name, as the first argument: " + e.getMessage() + ".", e);
        }
    }
}
