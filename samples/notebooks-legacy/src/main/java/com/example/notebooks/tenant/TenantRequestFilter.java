package com.example.notebooks.tenant;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes the tenant from the header that the gateway sets. */
@Component
class TenantRequestFilter extends OncePerRequestFilter {

    private static final String HEADER = "X-Tenant";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String tenant = request.getHeader(HEADER);
        Tenants.enter(tenant == null || tenant.isBlank() ? Tenants.PUBLIC : tenant);
        try {
            chain.doFilter(request, response);
        } finally {
            Tenants.leave();
        }
    }
}
