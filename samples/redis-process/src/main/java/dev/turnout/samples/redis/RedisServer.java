// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class of JUnit 5 that gets a real Redis: one server for the class, and for each test an empty database of its own,
 * which the test takes as a parameter of type {@link TestRedis}. See {@link RedisExtension}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(RedisExtension.class)
public @interface RedisServer {
    /** What survives {@link RedisProcess#crashAndRestart}. */
    RedisOptions.Persistence persistence() default RedisOptions.Persistence.NONE;

    /** Further settings, as on the command line of redis-server: {@code {"--maxmemory", "1mb"}}. */
    String[] settings() default {};

    /** Whether the tests are skipped where no Redis can be had, with a sentence why; else they fail with it. */
    boolean orSkip() default false;
}
