using Microsoft.Extensions.Options;
using WalletService.Domain.Anomalies;
using WalletService.Domain.Auditing;
using WalletService.Domain.Balances;
using WalletService.Domain.Deposits;
using WalletService.Domain.Features;
using WalletService.Domain.Inspection;
using WalletService.Domain.Keys;
using WalletService.Domain.Risk;
using WalletService.Domain.Transactions;
using WalletService.Host.Telemetry;

namespace WalletService.Host.Composition;

[OptionsValidator]
public sealed partial class ServiceOptionsValidator : IValidateOptions<ServiceOptions>;

[OptionsValidator]
public sealed partial class TracingOptionsValidator : IValidateOptions<TracingOptions>;

[OptionsValidator]
public sealed partial class TransferOptionsValidator : IValidateOptions<TransferOptions>;

[OptionsValidator]
public sealed partial class TokenOptionsValidator : IValidateOptions<TokenOptions>;

[OptionsValidator]
public sealed partial class BalanceOptionsValidator : IValidateOptions<BalanceOptions>;

[OptionsValidator]
public sealed partial class AuditOptionsValidator : IValidateOptions<AuditOptions>;

[OptionsValidator]
public sealed partial class InspectionOptionsValidator : IValidateOptions<InspectionOptions>;

[OptionsValidator]
public sealed partial class AnomalyOptionsValidator : IValidateOptions<AnomalyOptions>;

[OptionsValidator]
public sealed partial class RiskOptionsValidator : IValidateOptions<RiskOptions>;

[OptionsValidator]
public sealed partial class DepositOptionsValidator : IValidateOptions<DepositOptions>;

[OptionsValidator]
public sealed partial class KeyRotationOptionsValidator : IValidateOptions<KeyRotationOptions>;

[OptionsValidator]
public sealed partial class KeyPoolOptionsValidator : IValidateOptions<KeyPoolOptions>;

[OptionsValidator]
public sealed partial class FeatureOptionsValidator : IValidateOptions<FeatureOptions>;
