// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes a method, or all methods of a class, out of the rules about blocking calls on async paths. Nothing at run time
 * reads it. The rules report one that has no reason, whose date has passed, or that is no longer needed.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
public @interface AllowBlocking {
    /** Why it may wait there, in words that somebody else understands. */
    String reason();

    /** The last day on which this holds, as {@code 2027-03-01}; empty for as long as the reason holds. */
    String until() default "";
}
