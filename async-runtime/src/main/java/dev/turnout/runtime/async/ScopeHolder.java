// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import org.jspecify.annotations.Nullable;

final class ScopeHolder {
    static final ThreadLocal<@Nullable JobScope> CURRENT = new ThreadLocal<>();

    private ScopeHolder() {}
}
