// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassPathTest {
    @Test
    void whatRewrittenCodeCallsNeedsNothingButTheJdk() throws Exception {
        URL classes = Facade.class.getProtectionDomain().getCodeSource().getLocation();
        String folder = Facade.class.getPackageName().replace('.', '/');
        String[] files = new File(new File(classes.toURI()), folder).list((dir, name) -> name.endsWith(".class"));
        List<Class<?>> loaded = new ArrayList<>();

        try (URLClassLoader bare = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            for (String file : files) {
                if (!file.equals("package-info.class")) {
                    String name = Facade.class.getPackageName() + "." + file.replace(".class", "");
                    Class<?> type = Class.forName(name, true, bare);
                    type.getDeclaredMethods(); // resolves the types of all signatures
                    loaded.add(type);
                }
            }
            Class<?> stages = Class.forName(Stages.class.getName(), true, bare);
            assertThat(stages.getMethod("done").invoke(null)).isNotNull();
            assertThatThrownBy(() -> Class.forName("io.lettuce.core.RedisClient", false, bare))
                    .isInstanceOf(ClassNotFoundException.class);
        }

        assertThat(loaded).hasSizeGreaterThan(8);
    }
}
