package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Peers;
import network.cortensor.sdk.crypto.TypedData;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigInteger;

class ViemInteropTest extends EthereumInterop {

    @Override
    EthereumPeer start() throws IOException {
        return new EthereumPeer(Peers.node(getClass()), "viem");
    }

    /** ethers refuses a type that refers to itself, which EIP-712 allows. */
    @Test
    void typedData_thatHoldsItself_isSignedAlike() {
        String json = ("{'types':{'EIP712Domain':[],'Node':[{'name':'weight','type':'int256'},{'name':'label','type':"
                        + "'bytes'},{'name':'children','type':'Node[]'}]},'primaryType':'Node','domain':{},'message':"
                        + "{'weight':'-1','label':'0x','children':[{'weight':'"
                        + BigInteger.TWO.pow(255).negate()
                        + "','label':'0x00ff','children':[]},{'weight':7,'label':'0x01','children':["
                        + "{'weight':0,'label':'0x','children':[]}]}]}}")
                .replace('\'', '"');
        assertSignedAlike(TypedData.parse(json), json);
    }
}
