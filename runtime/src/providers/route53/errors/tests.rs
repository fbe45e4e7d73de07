//! What the answers of AWS become.

use super::*;

const ASKED: Asked<'_> = Asked { action: "ChangeResourceRecordSets", to: "write the zone example.com" };

fn refused(code: &str, message: &str) -> (String, String) {
    let failure = answered(ASKED, 400, Some(code), message).into_failure();
    (failure.what().to_owned(), failure.advice().unwrap_or_default().to_owned())
}

#[test]
fn what_is_denied_is_named() {
    let message = "User: arn:aws:iam::123456789012:user/x is not authorized to perform: route53:GetHostedZone on \
                   resource: arn:aws:route53:::hostedzone/Z1 because no identity-based policy allows it";
    let (what, help) = refused("AccessDenied", message);
    assert_eq!(what, "cannot write the zone example.com: AWS does not allow `route53:GetHostedZone`");
    assert!(help.contains("route53:GetHostedZone"));
    let (what, _) = refused("AccessDeniedException", "");
    assert!(what.contains("route53:ChangeResourceRecordSets"));
}

#[test]
fn every_known_code_has_a_remedy() {
    for code in [
        "Throttling",
        "PriorRequestNotComplete",
        "ExpiredToken",
        "AccessDenied",
        "InvalidClientTokenId",
        "SignatureDoesNotMatch",
        "RequestExpired",
        "NoSuchHostedZone",
        "NoSuchHealthCheck",
        "TooManyHostedZones",
        "NoSuchDelegationSet",
        "ConflictingDomainExists",
        "InvalidDomainName",
        "SomethingNew",
    ] {
        let (what, help) = refused(code, "words");
        assert!(!help.is_empty(), "{code}");
        assert!(what.starts_with(char::is_lowercase) || what.starts_with("AWS"), "{what}");
        assert!(!what.ends_with('.'), "{what}");
    }
}

#[test]
fn what_may_be_sent_again_is_told_from_what_may_not() {
    let of = |status, code| answered(ASKED, status, Some(code), "");
    assert!(matches!(of(400, "Throttling"), CallError::Later(_)));
    assert!(matches!(of(400, "PriorRequestNotComplete"), CallError::Later(_)));
    assert!(matches!(of(403, "ExpiredToken"), CallError::Expired(_)));
    assert!(matches!(of(500, "InternalError"), CallError::Unknown(_)));
    assert!(matches!(of(503, ""), CallError::Unknown(_)));
    // A page of a proxy tells nothing of what AWS did.
    assert!(matches!(of(200, ""), CallError::Unknown(_)));
    assert!(matches!(of(407, ""), CallError::Unknown(_)));
    assert!(matches!(of(400, "InvalidInput"), CallError::Refused(_)));
    assert!(matches!(of(400, "InvalidChangeBatch"), CallError::Invalid(_)));
}

#[test]
fn no_secret_is_repeated() {
    let token = "FwoGZXIvYXdzEBYaD".repeat(20);
    let message = format!(
        "The request signature we calculated does not match. The Canonical String was x-amz-security-token:{token}"
    );
    let (what, help) = refused("SignatureDoesNotMatch", &message);
    assert!(!what.contains("FwoG") && !help.contains("FwoG"));
    let (what, _) = refused("Odd", &format!("key AKIAIOSFODNN7EXAMPLE, ASIAIOSFODNN7EXAMPLE and {token}"));
    assert!(!what.contains("EXAMPLE") && !what.contains("FwoG"), "{what}");
}

#[test]
fn the_messages_of_a_batch_are_taken_apart() {
    let text = "[Tried to create resource record set [name='a.example.com.', type='A'] but it already exists, \
                RRSet of type CNAME with DNS name b.example.com. is not permitted at apex in zone example.com., \
                Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value, odd) encountered with 'x, Y'']";
    let found = messages(text);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].ends_with("but it already exists"));
    assert!(found[2].ends_with("'x, Y''"));
    assert_eq!(messages("one alone"), ["one alone"]);
    assert_eq!(messages("[]"), [""]);
}
