package network.cortensor.examples.cli;

import network.cortensor.sdk.ipfs.ImportProfile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Reads the name of an import profile from the command line, with or without {@code unixfs-} in front. */
final class ProfileConverter implements ITypeConverter<ImportProfile> {

    /** The names, for help texts. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }

    private static List<String> names() {
        return Arrays.stream(ImportProfile.values()).map(ProfileConverter::name).toList();
    }

    private static String name(ImportProfile profile) {
        return profile.name().toLowerCase(Locale.ROOT).replace("unixfs_", "").replace('_', '-');
    }

    @Override
    public ImportProfile convert(String text) {
        return Arrays.stream(ImportProfile.values())
                .filter(profile -> name(profile).equals(text) || ("unixfs-" + name(profile)).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected one of " + String.join(", ", names()) + ", found '" + text + "'"));
    }
}
