package network.cortensor.examples.cli;

import network.cortensor.sdk.staking.TokenAmount;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an amount of COR from the command line. */
final class MoneyConverter implements ITypeConverter<TokenAmount> {

    @Override
    public TokenAmount convert(String text) {
        try {
            return TokenAmount.ofCor(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "expected an amount of COR such as 0.01, with at most 18 digits after the point, found '" + text
                            + "'");
        }
    }
}
