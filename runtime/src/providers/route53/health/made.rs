//! Making a health check.

use aws_sdk_route53::operation::create_health_check::CreateHealthCheckError;
use aws_sdk_route53::types::{HealthCheckConfig, HealthCheckType, Tag, TagResourceType};
use zonal_compiler::dns::name::Name;

use super::super::client::Account;
use super::super::errors::{Asked, CallError};
use super::{edited, reference};
use crate::desired::{HealthCheck, Protocol};
use crate::error::{Failure, FailureKind};

/// How many references of one check may be used up.
const GENERATIONS: u32 = 100;

/// Makes a check of a zone and gives its identifier.
pub(in super::super) async fn create(
    account: &Account,
    zone: &Name,
    check: &HealthCheck,
) -> Result<String, CallError> {
    let to = format!("make the health check `{}`", check.mark.name);
    let config = config(check).map_err(CallError::Refused)?;
    for generation in 0..GENERATIONS {
        let reference = reference(&check.mark, generation);
        let asked = Asked { action: "CreateHealthCheck", to: &to };
        let answer = account
            .ask(asked, |client| {
                let request = client.create_health_check().caller_reference(&reference);
                let request = request.health_check_config(config.clone());
                async move {
                    let used_up = |error: &CreateHealthCheckError| error.is_health_check_already_exists();
                    match request.send().await {
                        Err(error) if error.as_service_error().is_some_and(used_up) => Ok(None),
                        other => other.map(Some),
                    }
                }
            })
            .await?;
        // The same reference may give a check that was made before, and edited since.
        let made = answer.and_then(|answer| answer.health_check);
        if let Some(made) = made.filter(|made| edited::is_as_made(made, &check.mark, zone)) {
            name(account, &made.id, &check.name).await;
            return Ok(made.id);
        }
    }
    let what =
        format!("cannot {to}: {GENERATIONS} checks of these settings were made, and deleted or edited");
    Err(CallError::Refused(Failure::new(FailureKind::Data, what).help("give the health check another name")))
}

/// Names a check for people who look at the console; whoever may not name it has it all the same.
async fn name(account: &Account, id: &str, name: &str) {
    // Names of checks are words of the source, which have neither the length nor the characters that a tag has not.
    let tag = Tag::builder().key("Name").value(name).build();
    let asked = Asked { action: "ChangeTagsForResource", to: "name a health check" };
    let named = |client: aws_sdk_route53::Client| {
        let request = client.change_tags_for_resource().resource_type(TagResourceType::Healthcheck);
        request.resource_id(id).add_tags(tag.clone()).send()
    };
    drop(account.ask(asked, named).await);
}

pub(super) fn config(check: &HealthCheck) -> Result<HealthCheckConfig, Failure> {
    let kind = match (check.protocol, &check.search) {
        (Protocol::Tcp, _) => HealthCheckType::Tcp,
        (Protocol::Http, None) => HealthCheckType::Http,
        (Protocol::Http, Some(_)) => HealthCheckType::HttpStrMatch,
        (Protocol::Https, None) => HealthCheckType::Https,
        (Protocol::Https, Some(_)) => HealthCheckType::HttpsStrMatch,
    };
    let port = check.port.or(match check.protocol {
        Protocol::Http => Some(80),
        Protocol::Https => Some(443),
        Protocol::Tcp => None,
    });
    // The host of a TCP check is only looked up, so beside an address it says nothing.
    let host = check.host.clone().filter(|_| check.protocol != Protocol::Tcp || check.address.is_none());
    HealthCheckConfig::builder()
        .r#type(kind)
        .set_ip_address(check.address.clone())
        .set_fully_qualified_domain_name(host)
        .set_port(port.map(i32::from))
        .set_resource_path(check.path.clone())
        .set_search_string(check.search.clone())
        .set_failure_threshold(check.failures.map(i32::from))
        .set_request_interval(check.interval.map(i32::from))
        .set_enable_sni((check.protocol == Protocol::Https).then_some(check.host.is_some()))
        .build()
        .map_err(|_| {
            Failure::new(FailureKind::Data, format!("the health check `{}` has no type", check.mark.name))
        })
}
