//! The hosted zones of AWS services, which an alias has to name besides the name of its target.

use crate::zone::AliasKind;

use super::Verified;

/// Where the identifiers of the load balancers' hosted zones stand.
pub const LOAD_BALANCERS: Verified =
    Verified { date: "2026-11-27", page: "https://docs.aws.amazon.com/general/latest/gr/elb.html" };
/// Where the identifiers of the S3 website endpoints' hosted zones stand.
pub const S3_WEBSITES: Verified =
    Verified { date: "2026-11-27", page: "https://docs.aws.amazon.com/general/latest/gr/s3.html" };
/// Where the identifiers of CloudFront and Global Accelerator stand.
pub const GLOBAL_SERVICES: Verified = Verified {
    date: "2026-11-27",
    page: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html",
};

const CLOUDFRONT: &str = "Z2FDTNDATAQYW2";
const GLOBAL_ACCELERATOR: &str = "Z2BJ6XQ5FK7U4H";

/// The hosted zones of one AWS region.
struct Region {
    name: &'static str,
    /// Application and Classic Load Balancers: `NAME.REGION.elb.amazonaws.com`.
    application: Option<&'static str>,
    /// Network Load Balancers: `NAME.elb.REGION.amazonaws.com`.
    network: Option<&'static str>,
    /// `s3-website-REGION.amazonaws.com` or `s3-website.REGION.amazonaws.com`.
    s3_website: Option<&'static str>,
}

/// The hosted zone that holds a target of a kind; `None` for another name of the zone itself, and if the target
/// does not tell a region that is known here.
#[must_use]
pub fn hosted_zone(kind: AliasKind, target: &str) -> Option<&'static str> {
    let target = target.trim_end_matches('.').to_ascii_lowercase();
    match kind {
        AliasKind::CloudFront => Some(CLOUDFRONT),
        AliasKind::GlobalAccelerator => Some(GLOBAL_ACCELERATOR),
        AliasKind::LoadBalancer => load_balancer(&target),
        AliasKind::S3Website => s3_website(&target),
        AliasKind::Name | AliasKind::Azure => None,
    }
}

fn load_balancer(target: &str) -> Option<&'static str> {
    let mut labels = amazon(target)?.rsplit('.');
    match (labels.next()?, labels.next()?) {
        ("elb", name) => region(name)?.application,
        (name, "elb") => region(name)?.network,
        _ => None,
    }
}

fn s3_website(target: &str) -> Option<&'static str> {
    let mut labels = amazon(target)?.rsplit('.');
    let last = labels.next()?;
    let name = match last.strip_prefix("s3-website-") {
        Some(name) => name,
        None if labels.next() == Some("s3-website") => last,
        None => return None,
    };
    region(name)?.s3_website
}

/// The labels in front of the domain of AWS, or of AWS in China.
fn amazon(target: &str) -> Option<&str> {
    target.strip_suffix(".amazonaws.com").or_else(|| target.strip_suffix(".amazonaws.com.cn"))
}

fn region(name: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|region| region.name == name)
}

const REGIONS: &[Region] = &[
    Region {
        name: "af-south-1",
        application: Some("Z268VQBMOI5EKX"),
        network: Some("Z203XCE67M25HM"),
        s3_website: Some("Z11KHD8FBVPUYU"),
    },
    Region {
        name: "ap-east-1",
        application: Some("Z3DQVH9N71FHZ0"),
        network: Some("Z12Y7K3UBGUAD1"),
        s3_website: Some("ZNB98KWMFR0R6"),
    },
    Region {
        name: "ap-east-2",
        application: Some("Z02789141MW7T1WBU19PO"),
        network: Some("Z09176273OC2HWIAUNYW"),
        s3_website: Some("Z064739330DAH7WJVOO93"),
    },
    Region {
        name: "ap-northeast-1",
        application: Some("Z14GRHDCWA56QT"),
        network: Some("Z31USIVHYNEOWT"),
        s3_website: Some("Z2M4EHUR26P7ZW"),
    },
    Region {
        name: "ap-northeast-2",
        application: Some("ZWKZPGTI48KDX"),
        network: Some("ZIBE1TIR4HY56"),
        s3_website: Some("Z3W03O7B5YMIYP"),
    },
    Region {
        name: "ap-northeast-3",
        application: Some("Z5LXEXXYW11ES"),
        network: Some("Z1GWIQ4HH19I5X"),
        s3_website: Some("Z2YQB5RD63NC85"),
    },
    Region {
        name: "ap-south-1",
        application: Some("ZP97RAFLXTNZK"),
        network: Some("ZVDDRBQ08TROA"),
        s3_website: Some("Z11RGJOFQNVJUP"),
    },
    Region {
        name: "ap-south-2",
        application: Some("Z0173938T07WNTVAEPZN"),
        network: Some("Z0711778386UTO08407HT"),
        s3_website: Some("Z02976202B4EZMXIPMXF7"),
    },
    Region {
        name: "ap-southeast-1",
        application: Some("Z1LMS91P8CMLE5"),
        network: Some("ZKVM4W9LS7TM"),
        s3_website: Some("Z3O0J2DXBE1FTB"),
    },
    Region {
        name: "ap-southeast-2",
        application: Some("Z1GM3OXH4ZPM65"),
        network: Some("ZCT6FZBF4DROD"),
        s3_website: Some("Z1WCIGYICN2BYD"),
    },
    Region {
        name: "ap-southeast-3",
        application: Some("Z08888821HLRG5A9ZRTER"),
        network: Some("Z01971771FYVNCOVWJU1G"),
        s3_website: Some("Z01846753K324LI26A3VV"),
    },
    Region {
        name: "ap-southeast-4",
        application: Some("Z09517862IB2WZLPXG76F"),
        network: Some("Z01156963G8MIIL7X90IV"),
        s3_website: Some("Z0312387243XT5FE14WFO"),
    },
    Region {
        name: "ap-southeast-5",
        application: Some("Z06010284QMVVW7WO5J"),
        network: Some("Z026317210H9ACVTRO6FB"),
        s3_website: Some("Z08660063OXLMA7F1FJHU"),
    },
    Region {
        name: "ap-southeast-6",
        application: Some("Z023301818UFJ50CIO0MV"),
        network: Some("Z01392953RKV2Q3RBP0KU"),
        s3_website: None,
    },
    Region {
        name: "ap-southeast-7",
        application: Some("Z0390008CMBRTHFGWBCB"),
        network: Some("Z054363131YWATEMWRG5L"),
        s3_website: Some("Z0031014GXUMRZG6I14G"),
    },
    Region {
        name: "ca-central-1",
        application: Some("ZQSVJUPU6J1EY"),
        network: Some("Z2EPGBW3API2WT"),
        s3_website: Some("Z1QDHH18159H29"),
    },
    Region {
        name: "ca-west-1",
        application: Some("Z06473681N0SF6OS049SD"),
        network: Some("Z02754302KBB00W2LKWZ9"),
        s3_website: Some("Z03565811Z33SLEZTHOUL"),
    },
    Region {
        name: "cn-north-1",
        application: Some("Z1GDH35T77C1KE"),
        network: Some("Z3QFB96KMJ7ED6"),
        s3_website: Some("Z5CN8UMXT92WN"),
    },
    Region {
        name: "cn-northwest-1",
        application: Some("ZM7IZAIOVVDZF"),
        network: Some("ZQEIKTCZ8352D"),
        s3_website: Some("Z282HJ1KT0DH03"),
    },
    Region {
        name: "eu-central-1",
        application: Some("Z215JYRZR1TBD5"),
        network: Some("Z3F0SRJ5LGBH90"),
        s3_website: Some("Z21DNDUVLTQW6Q"),
    },
    Region {
        name: "eu-central-2",
        application: Some("Z06391101F2ZOEP8P5EB3"),
        network: Some("Z02239872DOALSIDCX66S"),
        s3_website: Some("Z030506016YDQGETNASS"),
    },
    Region {
        name: "eu-north-1",
        application: Some("Z23TAZ6LKFMNIO"),
        network: Some("Z1UDT6IFJ4EJM"),
        s3_website: Some("Z3BAZG2TWCNX0D"),
    },
    Region {
        name: "eu-south-1",
        application: Some("Z3ULH7SSC9OV64"),
        network: Some("Z23146JA1KNAFP"),
        s3_website: Some("Z3IXVV8C73GIO3"),
    },
    Region {
        name: "eu-south-2",
        application: Some("Z0956581394HF5D5LXGAP"),
        network: Some("Z1011216NVTVYADP1SSV"),
        s3_website: Some("Z0081959F7139GRJC19J"),
    },
    Region {
        name: "eu-west-1",
        application: Some("Z32O12XQLNTSW2"),
        network: Some("Z2IFOLAFXWLO4F"),
        s3_website: Some("Z1BKCTXD74EZPE"),
    },
    Region {
        name: "eu-west-2",
        application: Some("ZHURV8PSTC4K8"),
        network: Some("ZD4D7Y8KGAS4G"),
        s3_website: Some("Z3GKZC51ZF0DB4"),
    },
    Region {
        name: "eu-west-3",
        application: Some("Z3Q77PNBQS71R4"),
        network: Some("Z1CMS0P5QUZ6D5"),
        s3_website: Some("Z3R1K369G5AVDG"),
    },
    Region {
        name: "il-central-1",
        application: Some("Z09170902867EHPV2DABU"),
        network: Some("Z0313266YDI6ZRHTGQY4"),
        s3_website: Some("Z09640613K4A3MN55U7GU"),
    },
    Region {
        name: "me-central-1",
        application: Some("Z08230872XQRWHG2XF6I"),
        network: Some("Z00282643NTTLPANJJG2P"),
        s3_website: Some("Z06143092I8HRXZRUZROF"),
    },
    Region {
        name: "me-south-1",
        application: Some("ZS929ML54UICD"),
        network: Some("Z3QSRYVP46NYYV"),
        s3_website: Some("Z1MPMWCPA7YB62"),
    },
    Region {
        name: "mx-central-1",
        application: Some("Z023552324OKD1BB28BH5"),
        network: Some("Z02031231H3ID6HYJ9A7U"),
        s3_website: None,
    },
    Region {
        name: "sa-east-1",
        application: Some("Z2P70J7HTTTPLU"),
        network: Some("ZTK26PT1VY4CU"),
        s3_website: Some("Z7KQH4QJS55SO"),
    },
    Region {
        name: "us-east-1",
        application: Some("Z35SXDOTRQ7X7K"),
        network: Some("Z26RNL4JYFTOTI"),
        s3_website: Some("Z3AQBSTGFYJSTF"),
    },
    Region {
        name: "us-east-2",
        application: Some("Z3AADJGX6KTTL2"),
        network: Some("ZLMOA37VPKANP"),
        s3_website: Some("Z2O1EMRO9K5GLX"),
    },
    Region {
        name: "us-gov-east-1",
        application: Some("Z166TLBEWOO7G0"),
        network: Some("Z1ZSMQQ6Q24QQ8"),
        s3_website: Some("Z2NIFVYYW2VKV1"),
    },
    Region {
        name: "us-gov-west-1",
        application: Some("Z33AYJ8TM3BH4J"),
        network: Some("ZMG1MZ2THAWF1"),
        s3_website: Some("Z31GFT0UA1I2HV"),
    },
    Region {
        name: "us-west-1",
        application: Some("Z368ELLRRE2KJ0"),
        network: Some("Z24FKFUX50B4VW"),
        s3_website: Some("Z2F56UZL2M1ACD"),
    },
    Region {
        name: "us-west-2",
        application: Some("Z1H1FL5HABSF5"),
        network: Some("Z18D5FSROUN65G"),
        s3_website: Some("Z3BJ6K6RIION7M"),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_tells_its_region() {
        let of = |kind, target| hosted_zone(kind, target);
        let balancer = AliasKind::LoadBalancer;
        assert_eq!(of(balancer, "web-1.eu-west-1.elb.amazonaws.com."), Some("Z32O12XQLNTSW2"));
        assert_eq!(of(balancer, "dualstack.Web-1.EU-west-1.elb.amazonaws.com"), Some("Z32O12XQLNTSW2"));
        assert_eq!(of(balancer, "net-1.elb.eu-west-1.amazonaws.com."), Some("Z2IFOLAFXWLO4F"));
        assert_eq!(of(balancer, "a.cn-north-1.elb.amazonaws.com.cn."), Some("Z1GDH35T77C1KE"));
        assert_eq!(of(AliasKind::S3Website, "s3-website-us-east-1.amazonaws.com."), Some("Z3AQBSTGFYJSTF"));
        assert_eq!(
            of(AliasKind::S3Website, "s3-website.eu-central-1.amazonaws.com."),
            Some("Z21DNDUVLTQW6Q")
        );
        assert_eq!(
            of(AliasKind::S3Website, "b.s3-website.eu-central-1.amazonaws.com."),
            Some("Z21DNDUVLTQW6Q")
        );
        assert_eq!(of(AliasKind::CloudFront, "d1.cloudfront.net."), Some("Z2FDTNDATAQYW2"));
        assert_eq!(of(AliasKind::GlobalAccelerator, "a.awsglobalaccelerator.com."), Some("Z2BJ6XQ5FK7U4H"));
    }

    #[test]
    fn what_tells_no_region_has_no_zone() {
        for target in ["lb.example.com.", "web.moon-1.elb.amazonaws.com.", "elb.amazonaws.com.", ""] {
            assert_eq!(hosted_zone(AliasKind::LoadBalancer, target), None, "{target}");
            assert_eq!(hosted_zone(AliasKind::S3Website, target), None, "{target}");
        }
        assert_eq!(hosted_zone(AliasKind::Name, "www.example.com."), None);
    }
}
