package com.example.notebooks.config;

import com.example.notebooks.tenant.TenantJobFilter;
import java.util.List;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Our filter on both sides of the queue; everything else is the starter's. */
@Configuration(proxyBeanMethods = false)
class JobRunrConfig {

    /** Gson is on the class path too, and the starter would prefer it. */
    @Bean
    JsonMapper jobRunrJsonMapper() {
        return new JacksonJsonMapper();
    }

    @Bean
    TenantJobFilter tenantJobFilter() {
        return new TenantJobFilter();
    }

    @Bean
    JobScheduler jobScheduler(StorageProvider storageProvider, TenantJobFilter tenantJobFilter) {
        return new JobScheduler(storageProvider, List.of(tenantJobFilter));
    }

    @Bean
    JobRequestScheduler jobRequestScheduler(StorageProvider storageProvider, TenantJobFilter tenantJobFilter) {
        return new JobRequestScheduler(storageProvider, List.of(tenantJobFilter));
    }

    @Bean
    static BeanPostProcessor jobServerFilters(ObjectProvider<TenantJobFilter> tenantJobFilter) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String beanName) {
                if (bean instanceof BackgroundJobServer server) {
                    server.setJobFilters(List.of(tenantJobFilter.getObject()));
                }
                return bean;
            }
        };
    }
}
