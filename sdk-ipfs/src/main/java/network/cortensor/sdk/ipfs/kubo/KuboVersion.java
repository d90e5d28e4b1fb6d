package network.cortensor.sdk.ipfs.kubo;

/**
 * What a daemon says about its program.
 *
 * @param version such as {@code 0.33.2}
 * @param commit of the source, possibly empty
 * @param repository the version of the format that its repository has
 * @param system such as {@code amd64/linux}
 */
public record KuboVersion(String version, String commit, String repository, String system) {}
