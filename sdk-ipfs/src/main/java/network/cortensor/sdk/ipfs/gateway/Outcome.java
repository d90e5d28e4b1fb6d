package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;

import java.time.Duration;
import java.util.Optional;

/** How one gateway dealt with one request. */
sealed interface Outcome<T> {
    /**
     * It gave what was asked for.
     *
     * @param verified whether that is proven; else whoever wanted it notes in the gateway's record how it turns out
     */
    record Delivered<T>(T value, boolean verified) implements Outcome<T> {}

    /** It says that it does not have it. */
    record Missing<T>() implements Outcome<T> {}

    /** It says that it will not give it. */
    record Refused<T>(RefusedException reason) implements Outcome<T> {}

    /** It could not be asked; it may have said how long to wait. */
    record Failed<T>(UnreachableException reason, Optional<Duration> rest) implements Outcome<T> {}

    /** It gave something else. */
    record Wrong<T>(IpfsException reason) implements Outcome<T> {}
}
