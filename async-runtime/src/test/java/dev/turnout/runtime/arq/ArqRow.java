// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rows of {@code docs/arq-parity.md} that a test shows. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ArqRow {
    /** {@code TW11}, … */
    String[] value();
}
