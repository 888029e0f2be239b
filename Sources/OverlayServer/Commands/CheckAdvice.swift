import Store

/// What a failed check means to the person who set the service up: a sentence, and the variable to change.
struct CheckAdvice {
    /// Indented lines.
    let text: String

    init(_ error: any Error, configuration: Configuration) {
        let problem: String
        var remedy: String?
        switch error {
        case let error as ObjectStoreError:
            problem = String(reflecting: error)
            remedy = Self.remedy(error, configuration)
        case let error as StageOutputStoreError:
            problem = String(reflecting: error)
            remedy = Self.remedy(error, checkpoints: configuration.checkpointTable)
        default:
            problem = "\(error)"
        }
        text = ([problem] + [remedy].compactMap { $0 }).map { "     \($0)" }.joined(separator: "\n")
    }

    private static func remedy(_ error: ObjectStoreError, _ configuration: Configuration) -> String? {
        switch error {
        case .refused(let refusal, _): remedy(refusal)
        case .permissionDenied, .outOfSpace: "Change OVERLAY_DATA_DIR, or what its file system permits."
        case .unavailable:
            if case .s3 = configuration.objects {
                "Look at S3_ENDPOINT_URL: what is there does not answer as S3 does."
            } else {
                nil
            }
        default: nil
        }
    }

    private static func remedy(_ refusal: StoreRefusal) -> String {
        switch refusal {
        case .noCredentials:
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role gives credentials."
        case .unknownAccessKey: "Change AWS_ACCESS_KEY_ID (or S3_ENDPOINT_URL, if the key is another store's)."
        case .wrongSecret: "Change AWS_SECRET_ACCESS_KEY. Behind a proxy, it must pass the Host header on unchanged."
        case .expiredCredentials: "Renew AWS_SESSION_TOKEN together with the keys that it belongs to."
        case .noBucket(let name):
            "Make the bucket \(name), or change S3_BUCKET_OUT (frames and overlays) or S3_BUCKET_IN (source videos)."
        case .wrongRegion(let expected): "Set AWS_REGION\(expected.map { " to \($0)" } ?? "")."
        case .clockSkew: "Set this machine's clock, best by NTP. Requests are signed with the store's time meanwhile."
        case .accessDenied:
            "Permit it to the key of AWS_ACCESS_KEY_ID, as the policy in the README does, or use another key."
        case .unknownHost, .noAnswer: "Change S3_ENDPOINT_URL, or start what should answer there."
        case .untrustedCertificate: "Set AWS_CA_BUNDLE to the file of the authority that signed it."
        }
    }

    /// `checkpoints`: the name of their table, where there is one.
    private static func remedy(_ error: StageOutputStoreError, checkpoints: String?) -> String? {
        switch error {
        case .couldNotConnect: "Change the host or port of DATABASE_URL, or start what should answer there."
        case .loginRefused: "Change the user or the password of DATABASE_URL."
        case .noDatabase: "Change the database's name, at the end of DATABASE_URL, or make the database."
        case .untrustedServer: "Change sslmode or sslrootcert of DATABASE_URL."
        case .noTable(let name) where name == checkpoints: "Change CHECKPOINT_TABLE."
        case .noTable: "Change STAGE_OUTPUT_TABLE, or let `overlay-server import` make the table."
        case .noColumn: "Say in STAGE_OUTPUT_COLUMNS what the table calls it, as in timeline_id=timeline."
        case .noTimes:
            "Say in STAGE_OUTPUT_COLUMNS which column has them, or in STAGE_OUTPUT_TABLE the name of a view that does."
        case .permissionDenied(let table, _): "Run GRANT SELECT ON \(table) TO the user of DATABASE_URL."
        case .timedOut, .busy: "Look at the load of the database that DATABASE_URL names."
        case .outOfSpace: "Free space where OVERLAY_DATA_DIR is."
        default: nil
        }
    }
}
