package com.example.rates;

import io.freshet.caching.store.ValueCodecFactory;

import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableCaching
class CachingConfiguration {

	@Bean
	ValueCodecFactory rateCodecs() {
		return (type) -> (type == Rate.class) ? new RateCodec() : null;
	}

}
