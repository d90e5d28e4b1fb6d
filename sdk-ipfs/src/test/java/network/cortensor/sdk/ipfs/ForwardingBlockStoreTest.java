package network.cortensor.sdk.ipfs;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever can be asked of a block store is handed on, what has a default as well. */
class ForwardingBlockStoreTest {

    static Stream<Method> methods() {
        return Arrays.stream(BlockStore.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void eachMethod_isHandedOn(Method method) throws ReflectiveOperationException {
        List<Method> handedOn = new ArrayList<>();
        BlockStore store = (BlockStore) Proxy.newProxyInstance(
                BlockStore.class.getClassLoader(), new Class<?>[] {BlockStore.class}, (proxy, called, given) -> {
                    handedOn.add(called);
                    return called.getReturnType() == boolean.class ? Boolean.TRUE : null;
                });
        BlockStore forwarding = new ForwardingBlockStore(store) {};

        method.invoke(forwarding, new Object[method.getParameterCount()]);

        assertThat(handedOn).containsExactly(method);
    }
}
