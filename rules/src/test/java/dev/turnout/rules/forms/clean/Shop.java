// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.forms.clean;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Waits for nothing. */
final class Shop {
    CompletionStage<String> orderAsync(CompletableFuture<String> paid, CompletableFuture<String> packed) {
        return paid.thenCombine(packed, String::concat);
    }
}
