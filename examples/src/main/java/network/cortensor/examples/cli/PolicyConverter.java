package network.cortensor.examples.cli;

import network.cortensor.sdk.verify.VerificationPolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a policy from the command line. */
final class PolicyConverter implements ITypeConverter<VerificationPolicy> {

    @Override
    public VerificationPolicy convert(String text) {
        try {
            return VerificationPolicy.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
