/**
 * The one way in which this module speaks HTTP: to gateways, routers, Kubo and pinning services, none of which is trusted.
 *
 * <p>{@link network.cortensor.sdk.ipfs.internal.http.HttpClient} sends a request within the time of the running call, ends it
 * when the call is cancelled or its thread interrupted, and turns what fails into the exceptions of this module. {@link
 * network.cortensor.sdk.ipfs.internal.http.HttpAnswer} hands out the body with a limit on its size and on how slowly it may
 * come. Nothing here keeps what a server wrote in a message.
 */
@NullMarked
package network.cortensor.sdk.ipfs.internal.http;

import org.jspecify.annotations.NullMarked;
