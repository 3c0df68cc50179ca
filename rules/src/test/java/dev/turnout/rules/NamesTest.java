// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.annotations.Recurring;
import org.jobrunr.jobs.lambdas.IocJobLambda;
import org.jobrunr.jobs.lambdas.JobLambda;
import org.jobrunr.jobs.lambdas.JobLambdaFromStream;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.server.runner.ThreadLocalJobContext;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Type;

/** The names that the rules carry as strings, against the classes that bear them. */
class NamesTest {
    @Test
    void theRuntimeHasEveryMethodThatTheRulesName() throws IOException, ReflectiveOperationException {
        List<Path> classPath = Corpus.get().classPath();
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = classPath.get(i).toUri().toURL();
        }
        try (URLClassLoader runtime = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            assertThat(runtime.loadClass(RuntimeTypes.ASYNC_TASK).isAnnotation())
                    .isTrue();
            Class<?> exemption = runtime.loadClass(RuntimeTypes.ALLOW_BLOCKING);
            assertThat(exemption.getMethod("reason").getReturnType()).isEqualTo(String.class);
            assertThat(exemption.getMethod("until").getReturnType()).isEqualTo(String.class);
            for (LambdaContext context : RuntimeTypes.CONTEXTS) {
                List<String> methods = Arrays.stream(
                                runtime.loadClass(context.owner()).getMethods())
                        .filter(m -> m.getParameterCount() > Integer.parseInt(context.argument()))
                        .filter(m -> m.getParameterTypes()[Integer.parseInt(context.argument())].isInterface())
                        .map(m -> m.getName())
                        .toList();

                assertThat(methods).contains(context.methods().split("\\|"));
            }
        }
    }

    /** JDK 8 calls the body of a lambda in a lambda {@code lambda$null$0}. */
    @Test
    void aLambdaBearsTheNameOfTheMethodThatItStandsIn() {
        Method ship = method("ship", "()V");
        Method outer = method("lambda$ship$1", "()V");
        Method inner = method("lambda$null$0", "()V");

        outer.standsIn(ship);
        inner.standsIn(outer);

        assertThat(inner.displayName()).isEqualTo("ship");
        assertThat(inner.address()).isEqualTo("com.acme.Tasks#ship");
    }

    private static Method method(String name, String descriptor) {
        return new Method("com/acme/Tasks", name, descriptor, 0, "?", Set.of(), Method.Declared.NOTHING, Body.EMPTY);
    }

    @Test
    void jobRunrHasItsOwn() {
        assertThat(JobRunrTypes.ANNOTATIONS)
                .containsExactlyInAnyOrder(Type.getDescriptor(Job.class), Type.getDescriptor(Recurring.class));
        assertThat(Type.getDescriptor(Job.class)).isEqualTo(JobRunrTypes.JOB);
        assertThat(ThreadLocalJobContext.class.getMethods())
                .anyMatch(m -> m.getName().equals("getJobContext"));
        assertThat(Type.getInternalName(JobRequestHandler.class)).isEqualTo(JobRunrTypes.HANDLER);
        assertThat(List.of(JobLambda.class, IocJobLambda.class, JobLambdaFromStream.class))
                .allSatisfy(type -> assertThat(Type.getInternalName(type)).startsWith(JobRunrTypes.LAMBDAS));
        assertThat(JobRequestHandler.class.getMethods())
                .anyMatch(m -> m.getName().equals(JobRunrTypes.HANDLER_METHOD) && m.getParameterCount() == 1);
    }
}
