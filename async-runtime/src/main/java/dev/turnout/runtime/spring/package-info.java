// SPDX-License-Identifier: Apache-2.0
/**
 * A worker as part of a Spring application. Start at {@link dev.turnout.runtime.spring.EnableTurnout}; with Spring Boot,
 * set {@code turnout.worker.enabled=true} instead.
 */
@NullMarked
package dev.turnout.runtime.spring;

import org.jspecify.annotations.NullMarked;
