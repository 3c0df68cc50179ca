// SPDX-License-Identifier: Apache-2.0
/**
 * Spring Boot finds JobRunr's layout by itself. Start at {@link dev.turnout.bridge.spring.LegacyQueueAutoConfiguration}.
 */
@NullMarked
package dev.turnout.bridge.spring;

import org.jspecify.annotations.NullMarked;
